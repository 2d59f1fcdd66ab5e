package io.tocsin.api;

import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestRejectedException;
import io.tocsin.backtest.Backtests;
import io.tocsin.backtest.TooManyBacktestsException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Backtests: begin one, look at how far it is and what it found, cancel it. */
@RestController
@RequestMapping(BacktestApi.PATH)
class BacktestApi {

    static final String PATH = "/api/tocsin/v1/backtest";

    private final Backtests backtests;
    private final BacktestRequests requests;

    BacktestApi(Backtests backtests, BacktestRequests requests) {
        this.backtests = backtests;
        this.requests = requests;
    }

    /** Answers 202 with the job; its address is in {@code Location}. */
    @PostMapping
    ResponseEntity<BacktestAnswer> start(@RequestBody BacktestBody body) {
        BacktestJob job = begun(body);
        return ResponseEntity.accepted()
                .location(URI.create(PATH + "/" + job.id()))
                .body(BacktestAnswer.of(job));
    }

    /** The jobs of this process, newest first, without their results. */
    @GetMapping
    List<BacktestAnswer> all() {
        return backtests.all().stream()
                .map(job -> BacktestAnswer.of(job).withoutResult())
                .toList();
    }

    @GetMapping("/{id}")
    BacktestAnswer find(@PathVariable String id) {
        return backtests.find(id).map(BacktestAnswer::of).orElseThrow(() -> missing(id));
    }

    @DeleteMapping("/{id}")
    BacktestAnswer cancel(@PathVariable String id) {
        return backtests.cancel(id).map(BacktestAnswer::of).orElseThrow(() -> missing(id));
    }

    private BacktestJob begun(BacktestBody body) {
        try {
            return backtests.start(requests.read(body));
        } catch (BacktestRejectedException e) {
            throw ApiReading.bad(String.valueOf(e.getMessage()), e);
        } catch (TooManyBacktestsException e) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS, e.getMessage(), e);
        }
    }

    private static ResponseStatusException missing(String id) {
        return ApiReading.missing("there is no backtest " + id + "; results are kept for half an hour");
    }
}
