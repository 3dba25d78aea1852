package io.tourbus.described;

import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Stands for a description with problems, so that they are reported together with those of settings. */
record InvalidSource(String name, List<String> problems) implements Source {

    @Override
    public String title() {
        return name;
    }

    @Override
    public SourceSettings read(Settings settings, Path home) {
        problems.forEach(settings::problem);
        return new None();
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        throw new IllegalStateException("the settings have problems");
    }

    private record None() implements SourceSettings {

        @Override
        public boolean configured() {
            return false;
        }

        @Override
        public boolean optional() {
            return true;
        }

        @Override
        public List<String> credentialVariables() {
            return List.of();
        }

        @Override
        public String account() {
            return "-";
        }

        @Override
        public int requestsPerDay() {
            return 0;
        }

        @Override
        public int slicesAtOnce() {
            return 1;
        }
    }
}
