package io.github.dl4jpruning.dl4j;

import java.util.function.Supplier;

/**
 * Lets DL4J find the classes of this library by the name in a configuration. DL4J looks for them with the context class loader of the
 * thread, which does not see this library where it was loaded by a class loader below, as in plugins and application servers.
 */
final class LibraryClasses extends ClassLoader {

    private static final String OURS = "io.github.dl4jpruning.";

    private LibraryClasses(ClassLoader context) {
        super(context);
    }

    static <T> T visible(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(new LibraryClasses(context));
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(OURS)) {
            try {
                return Class.forName(name, false, LibraryClasses.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, resolve); // of another of this library's modules, or of the user
            }
        }
        return super.loadClass(name, resolve);
    }
}
