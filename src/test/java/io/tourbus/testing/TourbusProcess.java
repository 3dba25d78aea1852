package io.tourbus.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tourbus in a separate process, with its environment. */
public final class TourbusProcess {

    private static final long INTERRUPT = 1 << 1;

    /** The exit code and the output. */
    public record Ended(int code, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;

    private TourbusProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * @param home with the routes and settings
     * @param folder for what it prints
     */
    public static TourbusProcess start(Path home, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(List.of(), home, folder, environment, arguments);
    }

    /** Starts it so that it handles an interrupt even where this process ignores interrupts, which needs GNU env. */
    public static TourbusProcess startInterruptible(
            Path home, Path folder, Map<String, String> environment, String... arguments) throws IOException {
        var by = interruptsAreIgnored() ? List.of("env", "--default-signal=INT") : List.<String>of();
        return start(by, home, folder, environment, arguments);
    }

    /** Background processes of a shell ignore interrupts, and child processes inherit this. */
    private static boolean interruptsAreIgnored() throws IOException {
        var status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & INTERRUPT) != 0);
    }

    /**
     * As on a disk with no room for more: no file grows beyond a size.
     *
     * @param blocks of 512 bytes
     */
    public static TourbusProcess startWithFilesOf(
            int blocks, Path home, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        var limited = List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh");
        return start(limited, home, folder, environment, arguments);
    }

    /** Java for a process that lasts a few seconds, with the class path of the tests; arguments follow. */
    public static List<String> java() throws IOException {
        List<String> command = new ArrayList<>(javaWithoutClasses());
        command.addAll(ClassArchive.options());
        // Without verification of class files, a start takes a fifth less.
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
        return command;
    }

    static List<String> javaWithoutClasses() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:SymbolTableSize=131072");
    }

    private static TourbusProcess start(
            List<String> by, Path home, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(java());
        command.addAll(List.of("-Dtourbus.home=" + home.toAbsolutePath(), "io.tourbus.Tourbus"));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(folder, "out", ".txt");
        var err = Files.createTempFile(folder, "err", ".txt");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new TourbusProcess(builder.start(), out, err);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process, like {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops the process, like {@code kill}. */
    public void terminate() {
        process.destroy();
    }

    /** The standard error so far. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    /** Interrupts the process, like Ctrl-C. */
    public void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    public Ended ended() throws IOException, InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("Tourbus does not end: " + Files.readString(err));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
