package io.github.dl4jpruning.files;

import java.util.function.Supplier;

/**
 * Lets DL4J and ND4J find the classes of this library by the names in a file. They look for them with the context class
 * loader of the thread, which does not see this library where it was loaded by a class loader below, as in plugins and
 * application servers.
 */
public final class LibraryClasses extends ClassLoader {

    private static final String OURS = "io.github.dl4jpruning.";

    private final ClassLoader library;

    private LibraryClasses(ClassLoader context, ClassLoader library) {
        super(context);
        this.library = library;
    }

    /**
     * Does something with a context class loader that sees this library and what the thread saw before.
     *
     * @param <T> what it gives
     * @param module any class of the module whose classes the file may name
     * @param work to do
     * @return what the work gives
     */
    public static <T> T visible(Class<?> module, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(new LibraryClasses(context, module.getClassLoader()));
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
                return Class.forName(name, false, library);
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, resolve); // of another module of this library
            }
        }
        return super.loadClass(name, resolve);
    }
}
