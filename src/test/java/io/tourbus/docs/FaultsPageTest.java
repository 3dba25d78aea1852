package io.tourbus.docs;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/faults.md} names a test for each fault, and each of these tests exists. */
class FaultsPageTest {

    private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w*Test)\\b(?:[#.](\\w+))?");

    @Test
    void eachNamedTestExists() throws IOException {
        var page = Files.readString(Path.of("docs/faults.md"));
        var named = TEST.matcher(page).results().map(found -> found.group()).collect(toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(missing(page)).isEmpty();
    }

    @Test
    void eachFaultNamesATest() throws IOException {
        var inTestTable = false;
        List<String> faults = new ArrayList<>();
        List<String> untested = new ArrayList<>();
        for (var line : Files.readAllLines(Path.of("docs/faults.md"))) {
            inTestTable = line.startsWith("|") && (inTestTable || line.equals("| fault | guarantee | test |"));
            if (inTestTable && !line.matches("\\| fault \\|.*|[|-]+")) {
                faults.add(line);
                var cells = line.split("\\|");
                if (!TEST.matcher(cells[cells.length - 1]).find()) {
                    untested.add(line);
                }
            }
        }

        assertThat(faults).hasSizeGreaterThan(20);
        assertThat(untested).isEmpty();
    }

    @Test
    void aMissingTestOrMethodIsFound() throws IOException {
        assertThat(missing("| x | y | `FaultsPageTest`, `FaultsPageTest.eachNamedTestExists`, `GoneTest`, "
                        + "`FaultsPageTest#goneMethod` |"))
                .containsExactly("FaultsPageTest#goneMethod", "GoneTest");
    }

    /** The named tests, and the named methods of tests, that do not exist. */
    private static TreeSet<String> missing(String page) throws IOException {
        var missing = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var sources = files.filter(Files::isRegularFile).toList();
            for (var found : TEST.matcher(page).results().toList()) {
                var file = Path.of(found.group(1) + ".java");
                var source = sources.stream()
                        .filter(candidate -> candidate.endsWith(file))
                        .findFirst();
                var method = found.group(2);
                if (source.isEmpty()
                        || method != null && !Files.readString(source.get()).contains(" void " + method + "(")) {
                    missing.add(found.group());
                }
            }
        }
        return missing;
    }
}
