package io.tocsin;

import java.util.Map;

class RollbackOnH2IT extends RollbackContract {

    @Override
    Map<String, String> database() {
        return Map.of();
    }
}
