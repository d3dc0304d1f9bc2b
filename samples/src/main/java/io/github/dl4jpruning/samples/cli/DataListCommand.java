package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.catalogue.RemoteFile;
import io.github.dl4jpruning.samples.console.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the catalogue holds, and what of it is on this machine. */
@Command(name = "list", description = "Shows the series: what they are, their licence, and where the file is.")
final class DataListCommand implements Callable<Integer> {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Catalogue catalogue;

    @Mixin
    private HelpOptions help;

    @Spec
    private CommandSpec spec;

    DataListCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        TextTable table = new TextTable("name", "what", "size", "licence", "file");
        for (CatalogueEntry entry : catalogue.entries()) {
            table.add(
                    entry.name(),
                    entry.title(),
                    entry.file().map(DataListCommand::size).orElse("-"),
                    entry.licence(),
                    entry.file().map(this::place).orElse("generated"));
        }
        PrintWriter output = spec.commandLine().getOut();
        output.print(table);
        output.flush();
        return 0;
    }

    private static String size(RemoteFile file) {
        return CommandLines.text("%.1f MB", file.bytes() / BYTES_PER_MEGABYTE);
    }

    private String place(RemoteFile file) {
        return catalogue.files().find(file).map(Path::toString).orElse("not here");
    }
}
