package io.github.dl4jpruning.samples.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Shows plots in notebooks: in Jupyter below the cell, in JShell, which has no pictures, as a file whose path is
 * printed.
 *
 * <pre>{@code
 * Picture.show("report-sparsity", file -> SparsityPlot.write(file, history, 0, step));
 * }</pre>
 */
public final class Picture {
    private static final String OUT_PROPERTY = "dl4jpruning.out";

    private static volatile Consumer<byte[]> screen;

    private Picture() {}

    /**
     * Where pictures go from now on; a Jupyter kernel calls this.
     *
     * @param display takes a PNG image
     */
    public static void showOn(Consumer<byte[]> display) {
        screen = display;
    }

    /**
     * Draws a plot and shows it.
     *
     * @param name of the file, without {@code .png}
     * @param plot writes a PNG file
     */
    public static void show(String name, Consumer<Path> plot) {
        Consumer<byte[]> display = screen;
        try {
            if (display == null) {
                Path folder = Path.of(System.getProperty(OUT_PROPERTY, "out"), "notebooks");
                Files.createDirectories(folder);
                Path file = folder.resolve(name + ".png");
                plot.accept(file);
                System.out.println("picture: " + file);
            } else {
                Path folder = Files.createTempDirectory("picture");
                Path file = folder.resolve(name + ".png");
                plot.accept(file);
                display.accept(Files.readAllBytes(file));
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
