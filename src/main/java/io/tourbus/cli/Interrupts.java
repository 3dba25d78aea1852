package io.tourbus.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/** Ctrl-C ends the process as any signal does, in good order; a second one ends it at once, which the JVM does not by itself. */
public final class Interrupts {

    /** As shells tell of a process that an interrupt ended. */
    private static final int INTERRUPTED = 130;

    private Interrupts() {}

    public static void handle(PrintStream err) {
        var told = new AtomicBoolean();
        Signals.register("INT", () -> {
            if (told.getAndSet(true)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            err.println(
                    "tourbus: ends when the slices under way are done; Ctrl-C again ends it at once, the next start goes on");
            new Thread(() -> System.exit(INTERRUPTED), "interrupted").start();
        });
    }
}
