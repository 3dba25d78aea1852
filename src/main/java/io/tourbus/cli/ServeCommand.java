package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code tourbus serve}: runs all jobs on their schedules until the process is stopped. */
@Command(
        name = "serve",
        description =
                "Run all jobs on their schedules, and serve the web page, the HTTP API, health checks and metrics.",
        footer = {"", "Stop it with Ctrl-C or SIGTERM. Runs in progress finish their current slices."})
public final class ServeCommand extends AbstractCommand {

    private static final Map<String, String> DEFAULTS = Map.of(
            "tourbus.jobs.scheduled", "true",
            "camel.server.enabled", "{{tourbus.server.enabled}}",
            "camel.management.enabled", "{{tourbus.management.enabled}}",
            "camel.metrics.enabled", "{{tourbus.management.enabled}}");

    @Override
    public Integer call() {
        try (var context = TourbusContext.serving(Modules.installed(), overrides(DEFAULTS), Clock.systemUTC())) {
            context.serve(() ->
                    printError("running all jobs on their schedules%s; press Ctrl-C to stop".formatted(page(context))));
            return ExitCode.COMPLETE;
        }
    }

    private static String page(TourbusContext context) {
        return Boolean.parseBoolean(context.setting("tourbus.server.enabled"))
                ? ", see %s://%s:%s"
                        .formatted(
                                context.setting("tourbus.server.tls-certificate")
                                                .isBlank()
                                        ? "http"
                                        : "https",
                                context.setting("tourbus.server.host"),
                                context.setting("tourbus.server.port"))
                : "";
    }
}
