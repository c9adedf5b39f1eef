"""Visit a page, or send a form, and give the text that comes back."""

from flask.testing import FlaskClient


def text_of(client: FlaskClient, path: str, status: int = 200, **headers: str) -> str:
    response = client.get(path, headers=headers)
    text = response.get_data(as_text=True)
    assert response.status_code == status, text
    return text


def posted(client: FlaskClient, path: str, data: dict[str, object], status: int = 303) -> str:
    response = client.post(path, data=data)
    text = response.get_data(as_text=True)
    assert response.status_code == status, text
    return text
