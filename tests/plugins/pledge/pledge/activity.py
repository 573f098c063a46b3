from lms.foundation.plugins.activity import ActivityType, Compiled, InvalidAnswer, Outcome, Step


class Pledge(ActivityType):
    slug = "pledge"
    name = "Pledge"
    template = "pledge/pledge.html"
    fields = ("name",)

    def compile(self, page, *, language, country):
        return Compiled(title=page.title, definition={"text": page.text})

    def begin(self, definition, *, seed, terms):
        return {}, {"signed": ""}

    def answer(self, form, state, data, *, now):
        match data.get("name"):
            case [str(name)] if name.strip():
                return Step({"signed": name.strip()}, Outcome(completed=True, closed=True))
        raise InvalidAnswer("Sign with your name.")

    def context(self, definition, form, state, *, closed, now):
        return {"text": definition["text"], "signed": state["signed"] if state else ""}
