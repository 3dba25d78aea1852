package io.tourbus.state.members;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The identities of entities, with the time at which each takes place. A query can have a million of them, so they are compressed to
 * about 20 bytes each. An entity can occur more than once. Not thread-safe.
 */
public final class MemberList {

    private static final int BLOCK_BYTES = 64 << 10;

    private final List<byte[]> blocks = new ArrayList<>();
    private ByteArrayOutputStream last = new ByteArrayOutputStream();

    /** @param start an instant or a date; empty if there is none */
    public void add(String identity, String start) {
        try {
            var data = new DataOutputStream(last);
            data.writeUTF(identity);
            data.writeUTF(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (last.size() >= BLOCK_BYTES) {
            finishBlock();
        }
    }

    public boolean isEmpty() {
        return blocks.isEmpty() && last.size() == 0;
    }

    /** Passes the identity and the start of each entity, in the order in which they were added. */
    public void forEach(BiConsumer<String, String> member) {
        finishBlock();
        try {
            for (var block : blocks) {
                readBlock(block, member);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readBlock(byte[] block, BiConsumer<String, String> member) throws IOException {
        var bytes = new InflaterInputStream(new ByteArrayInputStream(block)).readAllBytes();
        var data = new DataInputStream(new ByteArrayInputStream(bytes));
        while (data.available() > 0) {
            member.accept(data.readUTF(), data.readUTF());
        }
    }

    private void finishBlock() {
        if (last.size() == 0) {
            return;
        }
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            last.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        blocks.add(bytes.toByteArray());
        last = new ByteArrayOutputStream();
    }

    /** Writes the number of compressed blocks, and each with its length. */
    void writeTo(DataOutputStream out) throws IOException {
        finishBlock();
        out.writeInt(blocks.size());
        for (var block : blocks) {
            out.writeInt(block.length);
            out.write(block);
        }
    }

    /** Reads what {@link #writeTo} has written. @throws IOException if the bytes are damaged */
    static MemberList readFrom(DataInputStream in) throws IOException {
        var members = new MemberList();
        var count = in.readInt();
        for (var i = 0; i < count; i++) {
            var block = in.readNBytes(in.readInt());
            readBlock(block, (identity, start) -> {});
            members.blocks.add(block);
        }
        return members;
    }
}
