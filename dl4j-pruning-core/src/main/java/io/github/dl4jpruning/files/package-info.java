/** Files that are written whole or not at all. */
package io.github.dl4jpruning.files;
