package io.tocsin.silence.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code silence}. */
@Entity
@Table(name = "silence")
class SilenceEntity {

    @Id
    String id;

    /** As {@link SilenceCodec} writes them: one row whose matchers cannot be read must not keep others from being read. */
    String matchers;

    Instant startsAt;
    Instant endsAt;
    String author;
    String silenceComment;
    String alertId;
    Instant createdAt;
    Instant updatedAt;
    long version;

    @Nullable
    Instant remindedAt;

    @Nullable
    Instant summedUpAt;

    @SuppressWarnings("NullAway.Init")
    SilenceEntity() {}

    static SilenceEntity of(Silence silence) {
        SilenceEntity entity = new SilenceEntity();
        entity.id = silence.id().value();
        entity.matchers = SilenceCodec.write(silence.matchers());
        entity.startsAt = SqlTimes.stored(silence.startsAt());
        entity.endsAt = SqlTimes.stored(silence.endsAt());
        entity.author = silence.author();
        entity.silenceComment = silence.comment();
        entity.alertId = silence.alertId();
        entity.createdAt = SqlTimes.stored(silence.revision().createdAt());
        entity.updatedAt = SqlTimes.stored(silence.revision().updatedAt());
        entity.version = silence.revision().number();
        return entity;
    }

    Silence toSilence() {
        return new Silence(
                new SilenceId(id),
                SilenceCodec.readMatchers(matchers),
                startsAt,
                endsAt,
                author,
                silenceComment,
                alertId,
                new Silence.Revision(createdAt, updatedAt, version));
    }
}
