package io.tourbus.spotify;

/** A performer who links no artist of Spotify, as a slice names it: {@code K8vZ917Gku7 The Long Weekend}. */
record Unlinked(String attractionId, String name) {

    static Unlinked parse(String text) {
        var parts = text.split(" ", 2);
        return new Unlinked(parts[0], parts.length < 2 ? "" : parts[1]);
    }

    @Override
    public String toString() {
        return attractionId + " " + name;
    }
}
