/** What the user sees on the terminal: progress and tables. */
package io.github.dl4jpruning.samples.console;
