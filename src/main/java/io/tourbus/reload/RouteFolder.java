package io.tourbus.reload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The folder of routes, without what editors put beside them: hidden files, and links that lead nowhere. */
record RouteFolder(Path path) {

    private static final String ENDING = ".camel.yaml";

    /** The bytes of each file, a character each, so that one that is no text does not hide the others. */
    Map<Path, String> read() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (var all = Files.list(path)) {
            for (var file : all.filter(RouteFolder::isOne).toList()) {
                try {
                    files.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (NoSuchFileException e) {
                    files.remove(file);
                }
            }
        }
        return files;
    }

    private static boolean isOne(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /** @throws ReloadException when it is no file of routes */
    static RouteFile parsed(String bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
            var file = RouteFile.parse(text);
            requireEnd(file);
            return file;
        } catch (CharacterCodingException e) {
            throw new ReloadException("it is not UTF-8");
        } catch (StackOverflowError e) {
            throw new ReloadException("it is nested too deeply, or something in it has itself in it");
        }
    }

    /** What has itself in it can be neither compared nor searched: this does not come back from it, either. */
    private static void requireEnd(RouteFile file) {
        Objects.hash(file);
    }
}
