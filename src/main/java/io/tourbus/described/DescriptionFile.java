package io.tourbus.described;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.described.yaml.Problems;
import io.tourbus.described.yaml.Problems.Problem;
import io.tourbus.described.yaml.SchemaCheck;
import io.tourbus.described.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A file that describes a source.
 *
 * @param name the name of the source
 * @param source empty if there are problems
 * @param problems one line each
 */
public record DescriptionFile(String name, Optional<DescribedSource> source, List<String> problems) {

    private static final String NAME = "[a-z][a-z0-9-]{0,30}";
    private static final int MAX_BYTES = 1 << 20;

    /** @param taken the names of other sources */
    public static DescriptionFile read(Path path, Collection<String> taken) {
        var file = path.getFileName().toString();
        if (!file.endsWith(SourceFolder.EXTENSION)) {
            return invalid(file, "%s is not the name of a description. Rename it to NAME.source.yaml.".formatted(path));
        }
        var name = file.substring(0, file.length() - SourceFolder.EXTENSION.length());
        if (!name.matches(NAME)) {
            return invalid(
                    name,
                    "%s does not start with a valid name of a source. Use lower case letters, digits and dashes."
                            .formatted(path));
        }
        if (taken.contains(name)) {
            return invalid(name, "%s has the name of another source. Rename it.".formatted(path));
        }
        if (Files.isDirectory(path)) {
            return invalid(name, "%s is a folder, not a file. Rename or move it.".formatted(path));
        }
        try {
            if (Files.size(path) > MAX_BYTES) {
                return invalid(name, "%s is larger than 1 MiB. Is it a description?".formatted(path));
            }
            return parse(name, path.toString(), Files.readString(path));
        } catch (IOException e) {
            var reason = Files.exists(path) ? "it is not UTF-8, or may not be read" : "no such file";
            return invalid(name, "%s cannot be read: %s. Correct it.".formatted(path, reason));
        }
    }

    private static DescriptionFile invalid(String name, String problem) {
        return new DescriptionFile(name, Optional.empty(), List.of(problem));
    }

    static DescriptionFile parse(String name, String file, String text) {
        var content = Content.read(text);
        return new DescriptionFile(
                name,
                content.description().map(description -> new DescribedSource(name, description)),
                content.problems().stream().map(problem -> problem.in(file)).toList());
    }

    /** @param description empty if there are problems */
    record Content(Optional<Description> description, List<Problem> problems) {

        static Content read(String text) {
            try {
                var document = YamlDocument.parse(text);
                var problems = new Problems(document);
                if (!(document.root() instanceof ObjectNode)) {
                    problems.add("", "The file does not consist of fields and values. Begin it with `title:`.");
                    return new Content(Optional.empty(), problems.all());
                }
                new SchemaCheck(problems).check(document.root());
                if (!problems.none()) {
                    return new Content(Optional.empty(), problems.all());
                }
                var description = Description.of(document);
                new DescriptionCheck(description, problems).check();
                return new Content(problems.none() ? Optional.of(description) : Optional.empty(), problems.all());
            } catch (YamlDocument.SyntaxException e) {
                return new Content(Optional.empty(), List.of(new Problem(e.line(), e.getMessage())));
            }
        }
    }
}
