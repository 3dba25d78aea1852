package io.tourbus.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What clients asked for that the rules of an API forbid, in the order in which they did. */
final class Violations {

    private final List<String> texts = new CopyOnWriteArrayList<>();

    void add(String text) {
        texts.add(text);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
