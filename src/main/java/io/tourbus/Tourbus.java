package io.tourbus;

import io.tourbus.cli.TourbusCommand;

/** The program. Exit codes: 0 complete, 1 failed, 2 wrong use, 3 partial, 78 configuration. */
public final class Tourbus {

    private Tourbus() {}

    public static void main(String[] arguments) {
        System.exit(TourbusCommand.commandLine().execute(arguments));
    }
}
