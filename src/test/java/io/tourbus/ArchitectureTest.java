package io.tourbus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules for packages and files: small, without cycles, and with dependencies in one direction. */
class ArchitectureTest {

    private static final int CLASSES_PER_PACKAGE = 25;
    private static final int CLASSES_IN_ROOT = 3;
    private static final int LINES_PER_FILE = 400;

    /** The sources themselves, records with fields of a source, the list of sources, and examples in help texts. */
    private static final Pattern MAY_NAME_SOURCES = Pattern.compile(
            "src/main/java/io/tourbus/((spotify|ticketmaster|model|cli)/.*|app/Modules\\.java)" + "|.*/openapi\\.json");

    /** Except in a column of the database. */
    private static final Pattern SOURCE_NAME = Pattern.compile("(?i)(spotify(?!_id)|ticketmaster)");

    private static final Pattern PACKAGE = Pattern.compile("`([a-z.]+)`");

    private static final JavaClasses MAIN = classesOf("target/classes");
    private static final JavaClasses SANDBOX = classesOf("target/sandbox-classes");

    /** Without the classes of libraries: the rules need only their names. */
    private static JavaClasses classesOf(String folder) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter().importPath(folder);
        });
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(MAIN);
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(SANDBOX);
    }

    @ParameterizedTest
    @EnumSource
    void aSourceRootUsesOnlyItsClassPath(SourceRootsTest.Root root) throws IOException {
        var all =
                switch (root) {
                    case MAIN -> MAIN;
                    case SANDBOX -> SANDBOX;
                    case BENCH -> classesOf("target/bench-classes");
                };
        assertThat(all).isNotEmpty();

        var missing = new TreeSet<String>();
        try (var loader = root.loader()) {
            for (var type : all) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .filter(used -> !used.isPrimitive())
                        .map(JavaClass::getName)
                        .filter(name -> loader.getResource(name.replace('.', '/') + ".class") == null)
                        .forEach(name -> missing.add(type.getName() + " uses " + name));
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void packagesAreSmall() {
        var sizes = Stream.of(MAIN, SANDBOX)
                .flatMap(JavaClasses::stream)
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));
        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size)
                        .as(name)
                        .isLessThanOrEqualTo(name.equals("io.tourbus") ? CLASSES_IN_ROOT : CLASSES_PER_PACKAGE));
    }

    @Test
    void theTableOfPackagesListsEachPackage() throws IOException {
        assertThat(rowsOfPackages().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        MAIN.stream().map(JavaClass::getPackageName).collect(toSet()));
    }

    @Test
    void dependenciesPointDownInTheTableOfPackages() throws IOException {
        var rows = rowsOfPackages();
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

    /** The row of each package in {@code docs/architecture.md}, counted from the top. */
    private static Map<String, Integer> rowsOfPackages() throws IOException {
        var root = "io.tourbus";
        Map<String, Integer> rows = new LinkedHashMap<>();
        var page = Files.readString(Path.of("docs/architecture.md"));
        var table = page.substring(page.indexOf("| package | responsibility |"));
        var row = 0;
        for (var line :
                table.substring(0, table.indexOf("\n\n")).lines().skip(2).toList()) {
            var names = PACKAGE.matcher(line.split("\\|")[1]).results().toList();
            for (var name : names) {
                var full = name.group(1).equals(root) ? root : root + "." + name.group(1);
                assertThat(rows.put(full, row))
                        .as("%s is in the table once", full)
                        .isNull();
            }
            row++;
        }
        return rows;
    }

    @Test
    void onlyTheCompositionRootAndEntryPointsKnowTheWholeApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.tourbus",
                        "io.tourbus.app..",
                        "io.tourbus.cli..",
                        "io.tourbus.lambda",
                        "io.tourbus.check",
                        "io.tourbus.preview",
                        "io.tourbus.estimate")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tourbus.app..")
                .check(MAIN);
    }

    @Test
    void sourcesAndSinksDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tourbus.spotify..", "io.tourbus.ticketmaster..", "io.tourbus.source..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tourbus.lake..", "io.tourbus.stream..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage("io.tourbus.lake..", "io.tourbus.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tourbus.spotify..", "io.tourbus.ticketmaster..", "io.tourbus.source..")
                .check(MAIN);
    }

    @Test
    void onlyTheListOfSourcesKnowsASource() {
        for (var source : List.of("io.tourbus.spotify..", "io.tourbus.ticketmaster..")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(source)
                    .and()
                    .doNotHaveFullyQualifiedName("io.tourbus.app.Modules")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(source)
                    .check(MAIN);
        }
    }

    @Test
    void sharedCodeAndThePageNameNoSource() throws IOException {
        List<String> names = new ArrayList<>();
        List<Path> files = new ArrayList<>(javaFiles(Path.of("src/main/java")));
        files.addAll(files(Path.of("src/main/resources/io/tourbus/page"), ""));
        for (var file : files) {
            if (!MAY_NAME_SOURCES.matcher(file.toString().replace('\\', '/')).matches()) {
                Files.readAllLines(file).stream()
                        .filter(line -> SOURCE_NAME.matcher(line).find())
                        .forEach(line -> names.add(file + ": " + line.strip()));
            }
        }
        assertThat(names).isEmpty();
    }

    /** Manifests, copies of dead letters and reprocessing are in the lake, so their packages know it. */
    @Test
    void runsAndDeliveryDoNotKnowTheSinksOfTheList() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tourbus.stream..", "io.tourbus.app")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tourbus.stream..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage("io.tourbus.run..", "io.tourbus.metrics", "io.tourbus.sink", "io.tourbus.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tourbus.lake")
                .check(MAIN);
    }

    @Test
    void theModelIsIndependentOfCamelAndNothingDependsOnTheSandbox() {
        noClasses()
                .that()
                .resideInAPackage("io.tourbus.model")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tourbus.sandbox..", "io.tourbus.bench..")
                .check(MAIN);
    }

    @Test
    void noPackageIsACollectionOfLeftovers() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..", "..service..")
                .check(MAIN);
    }

    @Test
    void methodsNamedOfAreFactories() {
        methods().that().haveName("of").should(createTheirOwnType()).check(MAIN);
    }

    private static ArchCondition<JavaMethod> createTheirOwnType() {
        return new ArchCondition<>("be static and return the type that declares them") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var isStatic = method.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC);
                if (!isStatic || !method.getRawReturnType().equals(method.getOwner())) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is no factory"));
                }
            }
        };
    }

    @Test
    void everyPackageStatesItsPurpose() throws IOException {
        for (var root : List.of("src/main/java/io/tourbus", "src/sandbox/java/io/tourbus/sandbox")) {
            try (var folders = Files.walk(Path.of(root))) {
                assertThat(folders.filter(Files::isDirectory))
                        .isNotEmpty()
                        .allSatisfy(folder ->
                                assertThat(folder.resolve("package-info.java")).exists());
            }
        }
    }

    @Test
    void filesAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (var root : List.of("src/main/java", "src/test/java", "src/sandbox/java", "src/bench/java")) {
            for (var file : javaFiles(Path.of(root))) {
                var lines = Files.readAllLines(file).size();
                if (lines > LINES_PER_FILE) {
                    tooLong.add("%s: %d lines".formatted(file, lines));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        return files(root, ".java");
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (var files = Files.walk(root)) {
            var found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
            assertThat(found).as(root.toString()).isNotEmpty();
            return found;
        }
    }

    /** Each package is a separate slice, including sub-packages. */
    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
