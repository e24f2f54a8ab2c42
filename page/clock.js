// clock.js -- several models in lock-step.
//
// A place is an instant and how many steps of it were made: a step moves each model that
// has an event left at that instant.

class Clock {
    constructor(models) {
        this.models = models;
        this.end = Math.max(0, ...models.map((model) => model.end));
    }

    stepsAt(t) {
        return Math.max(0, ...this.models.map((model) => model.upTo(t) - model.before(t)));
    }

    // After how many events a model is at a place.
    index(model, place) {
        const before = model.before(place.t);
        return Math.min(before + place.step, model.upTo(place.t));
    }

    whole(t) {
        return {t, step: this.stepsAt(t)};
    }

    next(place) {
        if (place.step < this.stepsAt(place.t))
            return {t: place.t, step: place.step + 1};
        const t = this.instantAfter(place.t);
        return t === null ? place : {t, step: 1};
    }

    previous(place) {
        if (place.step > 1)
            return {t: place.t, step: place.step - 1};
        const t = this.instantBefore(place.t);
        return t === null ? {t: place.t, step: 0} : this.whole(t);
    }

    instantAfter(t) {
        const times = this.models.map((model) => model.t[model.upTo(t)]).filter((time) => time !== undefined);
        return times.length ? Math.min(...times) : null;
    }

    instantBefore(t) {
        const times = this.models.map((model) => model.t[model.before(t) - 1]).filter((time) => time !== undefined);
        return times.length ? Math.max(...times) : null;
    }
}
