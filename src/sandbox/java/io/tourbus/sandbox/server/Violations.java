package io.tourbus.sandbox.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the violations of API rules by clients, in order. */
public final class Violations {

    private final List<String> texts = new CopyOnWriteArrayList<>();

    public void add(String text) {
        texts.add(text);
    }

    public List<String> texts() {
        return List.copyOf(texts);
    }
}
