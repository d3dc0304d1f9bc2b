package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads a series, unless it is here. */
@Command(name = "get", description = "Downloads a series, unless it is here, and says where it is.")
final class DataGetCommand implements Callable<Integer> {
    private final Catalogue catalogue;

    @Parameters(paramLabel = "NAME", description = "As 'data list' shows it.")
    private String name;

    @Mixin
    private HelpOptions help;

    @Spec
    private CommandSpec spec;

    DataGetCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        CatalogueEntry entry = catalogue.get(name);
        PrintWriter output = spec.commandLine().getOut();
        output.println(entry.file()
                .map(file -> catalogue.files().get(file).toString())
                .orElse(name + " is generated and needs no file"));
        output.println("licence: " + entry.licence() + "; source: " + entry.citation());
        output.flush();
        return 0;
    }
}
