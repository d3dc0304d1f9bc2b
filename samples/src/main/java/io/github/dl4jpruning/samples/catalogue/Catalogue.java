package io.github.dl4jpruning.samples.catalogue;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Series;
import java.util.List;
import java.util.Optional;

/**
 * Series by name, and the files they are in.
 *
 * <pre>{@code
 * Series load = Catalogue.ofUser().series("household");
 * }</pre>
 *
 * @param entries in the order they are listed
 * @param files on this machine
 */
public record Catalogue(List<CatalogueEntry> entries, DataFiles files) {

    /** Copies the list. */
    public Catalogue {
        entries = List.copyOf(entries);
    }

    /** The public series, in the files of the user who runs this. */
    public static Catalogue ofUser() {
        return new Catalogue(PublicSeries.ALL, DataFiles.ofUser());
    }

    /** The entry of this name, if there is one. */
    public Optional<CatalogueEntry> find(String name) {
        return entries.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    /**
     * The entry of this name.
     *
     * @throws InputException that lists the names if there is none
     */
    public CatalogueEntry get(String name) {
        return find(name).orElseThrow(() -> {
            List<String> names = entries.stream().map(CatalogueEntry::name).toList();
            return new InputException("the catalogue has no series '" + name + "'."
                    + Nearest.to(name, names)
                            .map(n -> " Did you mean '" + n + "'?")
                            .orElse("")
                    + " Choose one of: " + String.join(", ", names));
        });
    }

    /**
     * Target and usual features of a series, ready for a task.
     *
     * @throws InputException if there is none of this name, or its file cannot be had
     */
    public Series series(String name) {
        CatalogueEntry entry = get(name);
        return entry.series(files, entry.target(), entry.features());
    }
}
