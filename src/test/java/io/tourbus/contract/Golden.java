package io.tourbus.contract;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares what Tourbus does with a golden file: sorted lines, one fact each. To rewrite the golden files, run the tests with
 * {@code -Dcontract.update=true}.
 */
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/contract");
    private static final String UPDATE = "contract.update";

    private Golden() {}

    /**
     * Fails with a diff if the lines differ from the golden file.
     *
     * @param name the name of the golden file, without its extension
     */
    public static void check(String name, Collection<String> lines) throws IOException {
        if (lines.isEmpty()) {
            fail("nothing to compare with the golden file %s", name);
        }
        var found = new TreeSet<>(lines);
        var file = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(FOLDER);
            Files.write(file, found);
        }
        var expected = new TreeSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        if (!found.equals(expected)) {
            fail(message(file, expected, found));
        }
    }

    private static String message(Path file, Collection<String> expected, Collection<String> found) {
        var diff = Stream.concat(
                        expected.stream().filter(line -> !found.contains(line)).map(line -> "- " + line),
                        found.stream().filter(line -> !expected.contains(line)).map(line -> "+ " + line))
                .toList();
        return """
                A frozen contract changed. %s differs (- expected, + found):
                %s
                If the change is intended, rewrite the file and review its diff:
                ./mvnw test -Dtest='*ContractTest,IngestHandlerTest' -D%s=true""".formatted(file, String.join("\n", diff), UPDATE);
    }
}
