/** Runs notebooks: JShell scripts that must not fail in silence. */
package io.github.dl4jpruning.samples.notebook;
