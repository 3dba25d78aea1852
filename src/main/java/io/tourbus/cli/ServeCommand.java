package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus serve}: stays and runs the jobs on their schedules. */
@Command(name = "serve", description = "Stay, and run the jobs on their schedules.", mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    private static final Map<String, String> SERVING = Map.of(
            "tourbus.jobs.scheduled", "true",
            "camel.server.enabled", "{{tourbus.server.enabled}}",
            "camel.management.enabled", "{{tourbus.management.enabled}}",
            "camel.metrics.enabled", "{{tourbus.management.enabled}}");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Override
    public Integer call() {
        try (var bus = TourbusContext.serving(Modules.STANDARD, tourbus.overlay(SERVING), Clock.systemUTC())) {
            bus.serve(() -> spec.commandLine()
                    .getErr()
                    .println("tourbus: the jobs run on their schedules now%s; Ctrl-C ends it".formatted(seen(bus))));
            return ExitCode.COMPLETE;
        }
    }

    private static String seen(TourbusContext bus) {
        var shown = Boolean.parseBoolean(bus.setting("tourbus.server.enabled"));
        return shown
                ? ", as http://%s:%s shows"
                        .formatted(bus.setting("tourbus.server.host"), bus.setting("tourbus.server.port"))
                : "";
    }
}
