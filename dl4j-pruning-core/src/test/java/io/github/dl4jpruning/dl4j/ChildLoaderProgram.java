package io.github.dl4jpruning.dl4j;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A program for a JVM that has DL4J but not this library, which a class loader below brings in, as in plugins: loads a
 * model by {@code ModelFiles} while the context class loader of the thread is the one above.
 */
final class ChildLoaderProgram {

    private ChildLoaderProgram() {}

    /**
     * Prints the class loader of the constraints of the first layer.
     *
     * @param arguments a model file, then folders or jars of this library
     */
    public static void main(String[] arguments) throws Exception {
        URL[] library = new URL[arguments.length - 1];
        for (int i = 0; i < library.length; i++) {
            library[i] = Path.of(arguments[i + 1]).toUri().toURL();
        }
        try (URLClassLoader child = new URLClassLoader(library, ChildLoaderProgram.class.getClassLoader())) {
            Object read = child.loadClass("io.github.dl4jpruning.dl4j.ModelFiles")
                    .getMethod("load", Path.class)
                    .invoke(null, Path.of(arguments[0]));
            Object constraint = ((MultiLayerNetwork) read)
                    .getLayerWiseConfigurations()
                    .getConf(0)
                    .getLayer()
                    .getConstraints()
                    .get(0);
            System.out.println("loaded " + constraint.getClass().getName() + " "
                    + (constraint.getClass().getClassLoader() == child) + " "
                    + (Thread.currentThread().getContextClassLoader() == child.getParent()));
        }
    }
}
