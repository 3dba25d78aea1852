package io.tourbus.settings;

import java.util.List;

/** The configuration is invalid. Contains all problems, one line each, with the variable or key to set. */
public final class ConfigurationException extends RuntimeException {

    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
