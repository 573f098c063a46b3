from lms.foundation.plugins.contract import PluginContract


class TestContract(PluginContract):
    plugin = "pledge"
    definitions = {"pledge": {"text": "I will treat every person who may be a victim with respect."}}
    answers = {"pledge": [{"name": ["Wanjirũ wa Kamau"]}]}
