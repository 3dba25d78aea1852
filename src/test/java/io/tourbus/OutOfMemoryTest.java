package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tourbus.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without memory ends with exit code 71, with the flag of each launcher. */
class OutOfMemoryTest {

    /** Needs more memory than it gets, and continues. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            Tourbus.handleOutOfMemory();
            var all = new ArrayList<byte[]>();
            try {
                while (true) {
                    all.add(new byte[10 << 20]);
                }
            } catch (OutOfMemoryError e) {
                new CountDownLatch(1 + all.size()).await();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tourbus", "src/main/assembly/bin/tourbus"})
    void theExitCodeIsNotThatOfAPartialRun(String launcher) throws IOException, InterruptedException {
        assertThat(code(launcher, List.of())).isEqualTo(ExitCode.OUT_OF_MEMORY);
    }

    /** The first process of a container ignores SIGKILL from its own container. */
    @ParameterizedTest
    @ValueSource(strings = {"tourbus", "src/main/assembly/bin/tourbus"})
    void theFirstProcessOfAContainerEndsToo(String launcher) throws IOException, InterruptedException {
        var container = List.of("unshare", "-rpf", "--mount-proc");
        assumeTrue(canRun(container), "this machine does not allow process namespaces");

        assertThat(code(launcher, container)).isEqualTo(ExitCode.OUT_OF_MEMORY);
    }

    private static boolean canRun(List<String> container) throws InterruptedException {
        var command = new ArrayList<>(container);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int code(String launcher, List<String> container) throws IOException, InterruptedException {
        var flag = Pattern.compile("out_of_memory='(.*)'").matcher(Files.readString(Path.of(launcher)));
        assertThat(flag.find()).isTrue();
        var command = new ArrayList<>(container);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:OnOutOfMemoryError=" + flag.group(1),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
