package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.samples.forecast.Method;
import java.awt.Color;

/** One colour per method, the same in every plot, also told apart by the colour-blind (Okabe and Ito). */
final class MethodColors {
    private MethodColors() {}

    static Color of(Method method) {
        return switch (method) {
            case NONE -> new Color(0x00, 0x72, 0xB2);
            case DROPOUT -> new Color(0xE6, 0x9F, 0x00);
            case PRUNING -> new Color(0x00, 0x9E, 0x73);
        };
    }
}
