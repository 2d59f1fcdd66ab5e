package io.tocsin.silence.store;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The history of silences. */
interface SilenceChangeRepository extends JpaRepository<SilenceChangeEntity, Long> {

    List<SilenceChangeEntity> findBySilenceIdOrderById(String silenceId);
}
