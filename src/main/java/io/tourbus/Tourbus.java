package io.tourbus;

import io.tourbus.cli.ExitCode;
import io.tourbus.cli.Interrupts;
import io.tourbus.cli.TourbusCommand;
import java.time.Duration;

/** The program. Exit codes: 0 complete, 1 failed, 2 wrong use, 3 partial, 75 running already, 78 configuration. */
public final class Tourbus {

    /** A little longer than Camel waits for what is under way, {@code camel.main.shutdown-timeout}. */
    private static final Duration GRACE = Duration.ofSeconds(70);

    private Tourbus() {}

    public static void main(String[] arguments) {
        logAsWanted(System.getenv("TOURBUS_LOG_FORMAT"));
        var untilDone = new Thread(waiting(Thread.currentThread()), "until-done");
        Runtime.getRuntime().addShutdownHook(untilDone);
        Interrupts.handle(System.err);
        exit(TourbusCommand.commandLine(arguments).execute(arguments), untilDone);
    }

    /** As Log4j is told before it says its first word; text is what it says unless it is told otherwise. */
    private static void logAsWanted(String format) {
        if ("json".equals(format)) {
            System.setProperty("log4j2.configurationFile", "log4j2.properties,log4j2-json.properties");
        } else if (format != null && !format.isBlank() && !"text".equals(format)) {
            System.err.printf("tourbus: TOURBUS_LOG_FORMAT is '%s': set it to text or json%n", format);
            System.exit(ExitCode.CONFIGURATION);
        }
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
