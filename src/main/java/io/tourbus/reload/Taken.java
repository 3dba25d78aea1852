package io.tourbus.reload;

import java.util.Set;

/**
 * An edit of the settings that has been taken.
 *
 * @param changed what routes that name it are made anew for
 * @param said what has changed, in a line; blank when nothing has
 */
public record Taken(Set<String> changed, String said) {

    public Taken {
        changed = Set.copyOf(changed);
    }
}
