package io.tourbus.cli.base;

import io.tourbus.settings.SettingsOverrides;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The options of the root command, which each subcommand accepts. */
public interface GlobalOptions {

    /** The settings of the options {@code --set}, by key. */
    Map<String, String> set();

    /**
     * Collects the settings of a command in order of precedence.
     *
     * @param defaults of the command, which everything else overrides
     * @param options settings that stand for options of the command; {@code --set} overrides them
     * @param nameOf how the user gave the value of a setting in {@code options}
     */
    SettingsOverrides overrides(
            Map<String, String> defaults, Map<String, String> options, UnaryOperator<String> nameOf);
}
