package io.tourbus.described;

import io.tourbus.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The folder with descriptions of sources. */
public final class SourceFolder {

    /** The end of the name of a description; the name of the source is in front of it. */
    public static final String EXTENSION = ".source.yaml";

    private SourceFolder() {}

    /**
     * The sources that the files in a folder describe, by name. A description that is not valid becomes a source whose settings have
     * its problems.
     *
     * @param folder need not exist
     * @param taken the names of other sources
     */
    public static List<Source> read(Path folder, Collection<String> taken) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(EXTENSION))
                    .sorted()
                    .map(file -> source(DescriptionFile.read(file, taken)))
                    .toList();
        } catch (IOException e) {
            return List.of(new InvalidSource("sources", List.of("%s cannot be read: %s.".formatted(folder, e))));
        }
    }

    private static Source source(DescriptionFile file) {
        return file.source()
                .<Source>map(source -> source)
                .orElseGet(() -> new InvalidSource(file.name(), file.problems()));
    }
}
