package io.tocsin.storage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When the disk of the data directory is a concern.
 *
 * @param low free space below which people are told; default 512MB; 0: never
 * @param full free space below which pushes are refused and the replica is not ready; default 64MB; 0: never
 */
@ConfigurationProperties("tocsin.disk")
public record DiskSpaceProperties(
        @DefaultValue("512MB") DataSize low,
        @DefaultValue("64MB") DataSize full) {

    public DiskSpaceProperties {
        if (low.isNegative() || full.isNegative()) {
            throw new IllegalArgumentException("tocsin.disk.low and tocsin.disk.full must not be negative");
        }
    }
}
