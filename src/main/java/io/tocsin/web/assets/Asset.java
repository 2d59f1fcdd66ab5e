package io.tocsin.web.assets;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;

/** A file in memory. Two are equal when their bytes are. */
final class Asset extends ByteArrayResource {

    private final String path;
    private final long modifiedMillis;

    Asset(String path, byte[] content, long modifiedMillis) {
        super(content, path);
        this.path = path;
        this.modifiedMillis = modifiedMillis;
    }

    @Override
    public String getFilename() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public long lastModified() {
        return modifiedMillis;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
