package io.tourbus.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the violations of API rules by clients, in order. */
final class Violations {

    private final List<String> texts = new CopyOnWriteArrayList<>();

    void add(String text) {
        texts.add(text);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
