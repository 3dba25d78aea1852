package io.tourbus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The layout of the house: a package knows the ones below it only. */
class RoomsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tourbus");

    @Test
    void aRoomKnowsOnlyRoomsBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.tourbus.model")
                .layer("settings")
                .definedBy("io.tourbus.settings")
                .layer("state")
                .definedBy("io.tourbus.state")
                .layer("source")
                .definedBy("io.tourbus.source")
                .layer("spotify")
                .definedBy("io.tourbus.spotify")
                .layer("ticketmaster")
                .definedBy("io.tourbus.ticketmaster")
                .layer("lake")
                .definedBy("io.tourbus.lake")
                .layer("stream")
                .definedBy("io.tourbus.stream")
                .layer("run")
                .definedBy("io.tourbus.run")
                .layer("operate")
                .definedBy("io.tourbus.operate")
                .layer("alerts")
                .definedBy("io.tourbus.alerts")
                .layer("metrics")
                .definedBy("io.tourbus.metrics")
                .layer("reload")
                .definedBy("io.tourbus.reload")
                .layer("bus")
                .definedBy("io.tourbus")
                .layer("cli")
                .definedBy("io.tourbus.cli")
                .layer("lambda")
                .definedBy("io.tourbus.lambda")
                .whereLayer("lambda")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("bus")
                .mayOnlyBeAccessedByLayers("cli", "lambda")
                .whereLayer("reload")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("operate")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("alerts")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("run")
                .mayOnlyBeAccessedByLayers("alerts", "metrics", "operate", "bus", "cli", "lambda")
                .whereLayer("spotify")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("ticketmaster")
                .mayOnlyBeAccessedByLayers("bus")
                .whereLayer("lake")
                .mayOnlyBeAccessedByLayers("run", "bus")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("run", "bus")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers(
                        "source", "spotify", "ticketmaster", "run", "alerts", "metrics", "operate", "bus", "cli")
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("spotify", "ticketmaster", "run", "alerts", "metrics", "operate", "bus")
                .check(HOUSE);
    }

    @Test
    void theModelKnowsNoCamelAndTheProgramNeitherSandboxNorBenchmark() {
        noClasses()
                .that()
                .resideInAPackage("io.tourbus.model")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(HOUSE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tourbus.sandbox..", "io.tourbus.bench..")
                .check(HOUSE);
    }

    @Test
    void noRoomIsALumberRoom() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..", "..service..")
                .check(HOUSE);
    }

    @Test
    void everyRoomSaysWhatItIsFor() throws IOException {
        try (var folders = Files.walk(Path.of("src/main/java/io/tourbus"))) {
            assertThat(folders.filter(Files::isDirectory))
                    .allSatisfy(folder ->
                            assertThat(folder.resolve("package-info.java")).exists());
        }
    }

    @Test
    void noFileIsLongerThanThreeHundredLines() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(300));
        }
    }
}
