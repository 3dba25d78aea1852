package io.tourbus.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all classes named {@code *Benchmark} with JMH, and accepts its options: a pattern, {@code -f 3}, {@code -rf json}. */
final class MicroBenchmarks {

    private static final String ALL = "io.tourbus..*Benchmark";

    private MicroBenchmarks() {}

    public static void main(String[] arguments) throws CommandLineOptionException, IOException, RunnerException {
        var commandLine = new CommandLineOptions(arguments);
        if (commandLine.shouldHelp()) {
            commandLine.showHelp();
            return;
        }
        var options = new OptionsBuilder()
                .parent(commandLine)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .addProfiler(GCProfiler.class);
        if (commandLine.getIncludes().isEmpty()) {
            options.include(ALL);
        }
        if (!commandLine.getForkCount().hasValue()) {
            options.forks(1);
        }
        if (!commandLine.getWarmupIterations().hasValue()) {
            options.warmupIterations(3);
        }
        if (!commandLine.getMeasurementIterations().hasValue()) {
            options.measurementIterations(5);
        }
        options.warmupTime(TimeValue.seconds(2)).measurementTime(TimeValue.seconds(2));
        var runner = new Runner(options.build());
        if (commandLine.shouldList()) {
            runner.list();
        } else {
            runner.run();
        }
    }
}
