package io.tourbus.cli;

import io.tourbus.Bus;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tourbus serve}: stays and runs the jobs on their schedules. */
@Command(name = "serve", description = "Stay, and run the jobs on their schedules.", mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        try (var bus = new Bus(Map.of("tourbus.jobs.scheduled", "true"), Clock.systemUTC())) {
            bus.serve();
            return ExitCode.COMPLETE;
        }
    }
}
