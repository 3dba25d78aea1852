package io.tourbus.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The first page of a slice on its way to the owner of the run: a line with its numbers, and a JSON array of its entities. */
final class FirstPage {

    private FirstPage() {}

    static byte[] write(PageResult page) {
        var bytes = new ByteArrayOutputStream();
        var total = page.total().isPresent() ? String.valueOf(page.total().getAsLong()) : "-";
        bytes.writeBytes(
                "%s %d %s\n".formatted(total, page.nulls(), page.next()).getBytes(UTF_8));
        var separator = '[';
        for (var entity : page.entities()) {
            bytes.write(separator);
            bytes.writeBytes(entity.json());
            separator = ',';
        }
        bytes.writeBytes((separator == '[' ? "[]" : "]").getBytes(UTF_8));
        return bytes.toByteArray();
    }

    static PageResult read(byte[] bytes) {
        var end = 0;
        while (bytes[end] != '\n') {
            end++;
        }
        var numbers = List.of(new String(bytes, 0, end, UTF_8).split(" "));
        var entities = new RawEntities(Arrays.copyOfRange(bytes, end + 1, bytes.length));
        try (var parser = entities.open()) {
            entities.takeList(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PageResult(
                entities.entities(),
                Integer.parseInt(numbers.get(1)),
                numbers.get(0).equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(numbers.get(0))),
                Boolean.parseBoolean(numbers.get(2)));
    }
}
