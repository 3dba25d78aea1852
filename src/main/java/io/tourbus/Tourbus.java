package io.tourbus;

import io.tourbus.cli.TourbusCommand;
import java.time.Duration;

/** The program. Exit codes: 0 complete, 1 failed, 2 wrong use, 3 partial, 75 running already, 78 configuration. */
public final class Tourbus {

    /** A little longer than Camel waits for what is under way, {@code camel.main.shutdown-timeout}. */
    private static final Duration GRACE = Duration.ofSeconds(70);

    private Tourbus() {}

    public static void main(String[] arguments) {
        var untilDone = new Thread(waiting(Thread.currentThread()), "until-done");
        Runtime.getRuntime().addShutdownHook(untilDone);
        Interrupts.handle(System.err);
        exit(TourbusCommand.commandLine().execute(arguments), untilDone);
    }

    /** A process that is told to end waits for what is under way, and for its report. */
    private static Runnable waiting(Thread program) {
        return () -> {
            try {
                program.join(GRACE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Java's exit would end a process that was told to end with the number of the signal, whatever came of the run. */
    private static void exit(int code, Thread untilDone) {
        try {
            Runtime.getRuntime().removeShutdownHook(untilDone);
        } catch (IllegalStateException e) {
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }
}
