package io.tourbus.cli;

import io.tourbus.settings.Release;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"tourbus " + Release.version()};
    }
}
