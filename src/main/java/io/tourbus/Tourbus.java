package io.tourbus;

import io.tourbus.app.CommandOperations;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.cli.base.RunConsole;
import io.tourbus.cli.exit.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/** Main class of the {@code tourbus} command: sets up logging and signals, then executes the command line. */
public final class Tourbus {

    /** A little longer than {@code camel.main.shutdown-timeout}. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(70);

    /** 128 + SIGINT, as shells report it. */
    private static final int INTERRUPTED = 130;

    /** Log lines replace the progress bar, which is drawn again below. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private Tourbus() {}

    public static void main(String[] arguments) {
        // JMX shows this property, and options can contain secrets.
        System.setProperty("sun.java.command", Tourbus.class.getName());
        configureLogging(System.getenv("TOURBUS_LOG_FORMAT"));
        configureOutput(List.of(arguments));
        var warnings = RepeatedWarnings.install();
        var hook = new Thread(waitFor(Thread.currentThread()), "wait-for-main");
        Runtime.getRuntime().addShutdownHook(hook);
        handleInterrupts();
        handleOutOfMemory();
        var code = TourbusCommand.commandLine(arguments).execute(arguments);
        warnings.summarize();
        exit(code, hook);
    }

    /** Must run before the first use of Log4j. The default format is text. */
    private static void configureLogging(String format) {
        if ("json".equals(format)) {
            System.setProperty("log4j2.configurationFile", "log4j2.properties,log4j2-json.properties");
        } else if (format != null && !format.isBlank() && !"text".equals(format)) {
            System.err.printf("tourbus: TOURBUS_LOG_FORMAT is not valid: '%s'. Use text or json.%n", format);
            System.exit(ExitCode.CONFIGURATION);
        }
    }

    /** On a terminal, people see progress and results instead of log lines. The output of {@code --json} is pure JSON. */
    private static void configureOutput(List<String> arguments) {
        if (RunConsole.isTerminal() && !arguments.contains("serve") && System.getenv("TOURBUS_LOG_FORMAT") == null) {
            System.setProperty("tourbus.log-start", CLEAR_LINE);
            if (System.getenv("TOURBUS_LOG_LEVEL") == null) {
                System.setProperty("tourbus.log-level", "error");
                System.setProperty("tourbus.library-log-level", "error");
            }
        }
        if (arguments.contains("--json")) {
            System.setProperty("tourbus.emf-target", "SYSTEM_ERR");
        }
    }

    /** The first Ctrl-C cancels the run of a command, or else stops the process like SIGTERM. The second one halts it, which the JVM would not do by default. */
    private static void handleInterrupts() {
        var interrupted = new AtomicBoolean();
        Signals.register("INT", () -> {
            if (interrupted.getAndSet(true)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            new Thread(
                            () -> {
                                try {
                                    System.err.println("tourbus: " + CommandOperations.interrupt());
                                } finally {
                                    System.exit(INTERRUPTED);
                                }
                            },
                            "interrupt")
                    .start();
        });
    }

    /** The launchers pass {@code -XX:OnOutOfMemoryError}, which sends this signal. */
    static void handleOutOfMemory() {
        Signals.register("USR1", () -> Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY));
    }

    /** Delays the end of the JVM until the main thread has finished its slices and printed the report. */
    private static Runnable waitFor(Thread main) {
        return () -> {
            try {
                main.join(SHUTDOWN_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Exits with the code of the command, even if a signal has already begun the shutdown. */
    private static void exit(int code, Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }
}
