package io.tourbus.bench;

import java.nio.file.Files;
import java.util.List;

public final class Bench {
    public static void main(String[] arguments) throws Exception {
        var processes = new Processes(Files.createTempDirectory("bench"), List.of("-Xmx256m"));
        try (var stage = processes.stage(Integer.parseInt(arguments[0]), 1)) {
            for (int i = 2; i < arguments.length; i++) {
                var trial =
                        processes.trial(Contender.of(arguments[i]), stage.addresses(), Integer.parseInt(arguments[1]));
                trial.rounds().forEach(System.out::println);
                System.out.println(trial.peaks());
            }
        }
    }
}
