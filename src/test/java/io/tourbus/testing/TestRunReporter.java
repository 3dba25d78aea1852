package io.tourbus.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints one line per test class, the failures below it, and records skipped tests for the summary of the build.
 *
 * <p>Surefire redirects {@code System.out} to a file per class. This listener therefore writes to the standard output of
 * the process, which Surefire shows on the console. It is active only in the Maven build, which sets the property
 * {@value #SKIPPED_TESTS}.
 */
public final class TestRunReporter implements TestExecutionListener {

    /** System property: the file that skipped tests are appended to. */
    static final String SKIPPED_TESTS = "tourbus.skipped-tests";

    private final Path skippedTests;
    private final PrintStream console;
    private final Map<String, ClassSummary> classes = new ConcurrentHashMap<>();
    private TestPlan plan;

    public TestRunReporter() {
        this(
                System.getProperty(SKIPPED_TESTS),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }

    TestRunReporter(String skippedTests, PrintStream console) {
        this.skippedTests = skippedTests == null ? null : Path.of(skippedTests);
        this.console = console;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isActive() && isInClass(test)) {
            summary(test);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (isActive() && isInClass(test)) {
            summary(test).skip(test, reason);
            printWhenFinished(test);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!isActive() || !isInClass(test)) {
            return;
        }
        var summary = summary(test);
        if (test.isTest()) {
            summary.tests++;
        }
        var thrown = result.getThrowable().orElse(null);
        switch (result.getStatus()) {
            case ABORTED -> summary.skip(test, thrown == null ? null : thrown.getMessage());
            case FAILED -> summary.fail(test, thrown);
            default -> {}
        }
        printWhenFinished(test);
    }

    private boolean isActive() {
        return skippedTests != null;
    }

    private void printWhenFinished(TestIdentifier test) {
        if (test.getUniqueIdObject().getSegments().size() == 2) {
            var summary = classes.remove(className(test));
            console.print(summary.text());
            record(summary.skips.toString());
        }
    }

    /** Forks append to the same file; a short append is atomic. */
    private void record(String skips) {
        if (skips.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(skippedTests.toAbsolutePath().getParent());
            Files.writeString(skippedTests, skips, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClassSummary summary(TestIdentifier test) {
        return classes.computeIfAbsent(className(test), ClassSummary::new);
    }

    /** The first segment is the engine, the second one the top-level class. */
    private static boolean isInClass(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().size() > 1;
    }

    private static String className(TestIdentifier test) {
        UniqueId.Segment segment = test.getUniqueIdObject().getSegments().get(1);
        return segment.getValue();
    }

    private final class ClassSummary {

        private final String name;
        private final long started = System.nanoTime();
        private final StringBuilder skips = new StringBuilder();
        private final StringBuilder failures = new StringBuilder();
        private int tests;
        private int skipped;
        private int failed;

        private ClassSummary(String name) {
            this.name = name;
        }

        private void skip(TestIdentifier test, String reason) {
            if (test.isTest()) {
                skipped++;
            } else {
                skipped += (int) plan.getDescendants(test).stream()
                        .filter(TestIdentifier::isTest)
                        .count();
            }
            var shown = reason == null ? "no reason given" : reason.replaceFirst("^Assumption failed: ", "");
            skips.append("%s: %s%n".formatted(title(test), shown.replaceAll("\\s+", " ")));
        }

        private void fail(TestIdentifier test, Throwable thrown) {
            failed++;
            var trace = new StringWriter();
            if (thrown != null) {
                thrown.printStackTrace(new PrintWriter(trace, true));
            }
            failures.append(
                    "FAILED %s%n%s".formatted(title(test), trace.toString().indent(2)));
        }

        private String title(TestIdentifier test) {
            return test.getUniqueIdObject().getSegments().size() == 2 ? name : name + " " + test.getDisplayName();
        }

        private String text() {
            var seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
            var counts = "%3d tests".formatted(tests)
                    + (skipped == 0 ? "" : ", %d skipped".formatted(skipped))
                    + (failed == 0 ? "" : ", %d failed".formatted(failed));
            return String.format(Locale.ROOT, "%6.1f s  %s  %s%n%s", seconds, counts, name, failures);
        }
    }
}
