package io.tourbus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class TestRunReporterTest {

    @TempDir
    private Path folder;

    @Test
    void aClassIsOneLineAndItsSkippedTestsAreRecordedWithReasons() throws IOException {
        var printed = run(Mixed.class);

        assertThat(printed.lines().filter(line -> line.contains(" tests")))
                .singleElement()
                .asString()
                .matches(" *\\d+\\.\\d s +3 tests, 2 skipped, 1 failed +\\S+TestRunReporterTest\\$Mixed");
        assertThat(printed).contains("FAILED " + Mixed.class.getName() + " fails()", "IllegalStateException: broken");
        assertThat(skipped())
                .contains(Mixed.class.getName() + " needsAPrinter(): no printer")
                .contains(Mixed.class.getName() + " isDisabled(): not ready")
                .hasLineCount(2);
    }

    @Test
    void aClassThatIsSkippedAsAWholeIsRecordedOnce() throws IOException {
        assertThat(run(Whole.class)).containsPattern("0 tests, 2 skipped +\\S+Whole");
        assertThat(skipped()).isEqualToNormalizingNewlines(Whole.class.getName() + ": no browser\n");
    }

    private String run(Class<?> tests) {
        var console = new ByteArrayOutputStream();
        var reporter = new TestRunReporter(file().toString(), new PrintStream(console, true, UTF_8));
        var config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(reporter)
                .build();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create(config).execute(request);
        return console.toString(UTF_8);
    }

    private String skipped() throws IOException {
        return Files.readString(file());
    }

    private Path file() {
        return folder.resolve("skipped");
    }

    /** Surefire looks for top-level classes only, so this one runs only when the test above selects it. */
    static class Mixed {

        @Test
        void passes() {}

        @Test
        void fails() {
            throw new IllegalStateException("broken");
        }

        @Test
        void needsAPrinter() {
            assumeTrue(false, "no printer");
        }

        @Test
        @Disabled("not ready")
        void isDisabled() {}
    }

    static class Whole {

        @BeforeAll
        static void needsABrowser() {
            assumeTrue(false, "no browser");
        }

        @Test
        void one() {}

        @Test
        void other() {}
    }
}
