/** What happened: reports and histories as text, CSV and JSON. */
package io.github.dl4jpruning.report;
