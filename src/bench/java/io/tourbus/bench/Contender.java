package io.tourbus.bench;

import java.util.Arrays;
import java.util.function.Function;

/** Who is measured. */
enum Contender {
    TOURBUS("a", "Tourbus", stage -> new TourbusProgram()),
    FLOOR("b", "floor", Floor::new),
    PREDECESSOR("c", "predecessor", Predecessor::new);

    private final String letter;
    private final String title;
    private final Function<Stage.Addresses, Program> program;

    Contender(String letter, String title, Function<Stage.Addresses, Program> program) {
        this.letter = letter;
        this.title = title;
        this.program = program;
    }

    static Contender of(String letter) {
        return Arrays.stream(values())
                .filter(contender -> contender.letter.equals(letter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a, b or c, not " + letter));
    }

    String letter() {
        return letter;
    }

    /** {@code (a) Tourbus} */
    String title() {
        return "(%s) %s".formatted(letter, title);
    }

    Program program(Stage.Addresses stage) {
        return program.apply(stage);
    }
}
