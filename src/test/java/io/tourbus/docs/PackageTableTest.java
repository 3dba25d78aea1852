package io.tourbus.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of packages in {@code docs/architecture.md} lists all packages, and dependencies point down in it. */
class PackageTableTest {

    private static final String ROOT = "io.tourbus";
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("/classes/"))
            .importPackages(ROOT);

    /** The row of each package, counted from the top. */
    private final Map<String, Integer> rows = new LinkedHashMap<>();

    @BeforeEach
    void readTheTable() throws IOException {
        var page = Files.readString(Path.of("docs/architecture.md"));
        var table = page.substring(page.indexOf("| package | responsibility |"));
        var row = 0;
        for (var line :
                table.substring(0, table.indexOf("\n\n")).lines().skip(2).toList()) {
            var names = NAME.matcher(line.split("\\|")[1]).results().toList();
            for (var name : names) {
                var full = name.group(1).equals(ROOT) ? ROOT : ROOT + "." + name.group(1);
                assertThat(rows.put(full, row))
                        .as("%s is in the table once", full)
                        .isNull();
            }
            row++;
        }
    }

    @Test
    void everyPackageIsInTheTable() {
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        MAIN.stream().map(JavaClass::getPackageName).collect(toSet()));
    }

    @Test
    void dependenciesPointDown() {
        var up = new TreeSet<String>();
        for (var type : MAIN) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(target -> rows.containsKey(target.getPackageName()))
                    .filter(target -> rows.get(target.getPackageName()) < rows.get(type.getPackageName()))
                    .forEach(target -> up.add(type.getName() + " uses " + target.getName()));
        }

        assertThat(up).isEmpty();
    }
}
