package io.tocsin.silence.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.silence.SilenceChange;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code silence_change}. */
@Entity
@Table(name = "silence_change")
class SilenceChangeEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String silenceId;
    String kind;
    Instant changedAt;
    String changedBy;

    /** The whole silence, as {@link SilenceCodec} writes it. */
    String silence;

    @SuppressWarnings("NullAway.Init")
    SilenceChangeEntity() {}

    static SilenceChangeEntity of(SilenceChange change) {
        SilenceChangeEntity entity = new SilenceChangeEntity();
        entity.silenceId = change.after().id().value();
        entity.kind = change.kind().name();
        entity.changedAt = SqlTimes.stored(change.at());
        entity.changedBy = change.author();
        entity.silence = SilenceCodec.write(change.after());
        return entity;
    }

    SilenceChange toChange() {
        return new SilenceChange(
                SilenceChange.ChangeKind.valueOf(kind), changedAt, changedBy, SilenceCodec.readSilence(silence));
    }
}
