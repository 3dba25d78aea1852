package io.tourbus.sandbox.server;

import java.util.List;

/** Collects the violations of API rules by clients, in order. */
public final class Violations {

    private static final int KEPT = 1_000;

    private final Tail<String> texts = new Tail<>(KEPT);

    public void add(String text) {
        texts.add(text);
    }

    /** Returns the last violations. */
    public List<String> texts() {
        return texts.items();
    }
}
